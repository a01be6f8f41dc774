"""One file per stage: a leased job comes in, the rows that the stage writes go out."""
