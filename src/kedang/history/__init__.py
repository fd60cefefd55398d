"""What happened, who did it, and who looked: append-only events that name fields and never carry values.

history owns two tables. `Event` lies beside the data and is written inside the transaction of the change it tells of;
`ReadEvent` lies in its own database, written before the bytes leave. The databases themselves refuse to change or delete
a row of either. history knows no other room: subjects are a kind and an id, verbs are declared by whoever uses them.
"""
