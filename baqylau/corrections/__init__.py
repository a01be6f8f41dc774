"""What people corrected: facts as the rules read them and an office's corrections come in, facts as
they are shown go out. Nothing here touches a database.
"""
