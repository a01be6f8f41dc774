"""The sample press: invented outlets with invented articles, served on loopback over real HTTP.

For the demo, the tests and contributors. Nobody in it exists; nothing in it happened. Start it with
`python -m press`.
"""
