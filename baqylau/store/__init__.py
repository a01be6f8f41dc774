"""Every row there is: functions take an `Engine` (or a `Connection` inside somebody's transaction)
and answer the model's words.
"""
