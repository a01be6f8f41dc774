"""What people corrected: facts and articles as the rules read them and an office's corrections come
in, facts and articles as they are shown go out. Nothing here touches a database.

`fields` says what may be corrected and reads the values that people write, `apply` lays corrections
over what was read, `words` reads labels and notes, `gold` writes corrected facts as sentences for
tests.
"""
