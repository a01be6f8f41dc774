"""The workers: the only package that receives from the queue. Jobs come in; what their stages write
goes out.
"""
