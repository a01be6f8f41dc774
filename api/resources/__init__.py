"""One file per resource: what it gives, as models, and its routes.

Each has `routes(api)`, which `api.app` calls; a new resource is one file and its name there.
"""
