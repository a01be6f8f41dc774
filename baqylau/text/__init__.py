"""Pure functions over text: normalisation, language and script, spellings of outlets' names."""
