/** The right of the server's room `mailbox` that decides whether the queue is offered. */
export const SORT = "mailbox.sort";
