/** This page's nonce: the server's policy refuses every style sheet that does not carry it. */
export const nonce =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined;

/**
 * Most style sheets get the nonce from the component library's own setting; the two that lock scrolling and measure the
 * scroll bar are made without it. So every style element that our scripts make gets it here.
 */
export function stylesCarry(value: string | undefined, page: Document = document): void {
  if (!value) return;
  const make = page.createElement.bind(page);
  page.createElement = ((name: string, options?: ElementCreationOptions) => {
    const made = make(name, options);
    if (name === "style") made.nonce = value;
    return made;
  }) as typeof page.createElement;
}
