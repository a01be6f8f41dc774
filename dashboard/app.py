"""The dashboard."""
from fastapi import FastAPI
from baqylau.assemble import House

def create(house: House) -> FastAPI:
    return FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
