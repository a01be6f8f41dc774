"""The query language of Baqylau: one for dashboard, feeds, exports and the terminal. Pure.

A text comes in; a tree (`ast`) goes out of `parse`, its one spelling out of `canonical`, and
`match` says whether one article in memory is what the tree asks for. `baqylau.store.queries`
compiles the tree to SQL, which finds exactly what `match` says.
"""
