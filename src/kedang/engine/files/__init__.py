"""Files people attach: what they may be, what they really are, and the text in them. Pure: bytes in, facts out."""
