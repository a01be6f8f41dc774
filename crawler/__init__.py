"""The only room that knocks on outlets' doors: an outlet comes in, pages kept through the store go
out.
"""
