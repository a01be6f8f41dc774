"""Accounts of an office: passwords, one-time codes and tokens come in, whether they are right goes
out. Nothing here touches a database or HTTP.
"""
