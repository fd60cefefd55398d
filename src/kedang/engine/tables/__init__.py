"""Reading and writing tables: any file a customer list comes in, as rows of text; and the two formats that go out.

A file is opened (`open_table`), its layout is found (`layout.find_layout`), its columns are mapped to catalogue fields
(`mapping.propose`). Nothing here knows a database. Whatever the bytes are, the only exception is `TableRefused`.
"""

from kedang.engine.tables.opening import open_table as open_table
