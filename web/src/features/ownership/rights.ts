/** Names of the server's rights about owning customers. */
export const CLAIM = "ownership.claim";
export const MANAGE = "ownership.manage";
export const ARBITRATE = "ownership.arbitrate";
