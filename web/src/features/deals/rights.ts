/** Names of the server's rights that decide what these pages offer. */
export const VIEW = "deals.view";
export const EDIT = "deals.edit";
export const SEE_PROJECTS = "projects.view";
export const RUN_PROJECTS = "projects.edit";
export const SEE_STRATEGY = "strategy.view";
export const EDIT_STRATEGY = "strategy.edit";
