"""The only room that receives from the queue: each actor a sentence; the work itself is done
elsewhere.
"""
