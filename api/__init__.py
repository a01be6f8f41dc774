"""The face for programs: an open app comes in, a web application that answers JSON under `/api/v1`
goes out.
"""
