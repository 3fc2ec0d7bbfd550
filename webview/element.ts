type Child = Node | string;

export interface ElementWishes {
  readonly className?: string;
  readonly text?: string;
  /** Attributes; those that are undefined are left out. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly onClick?: (event: MouseEvent) => void;
}

/** Makes an element. Text goes in as text only, so that nothing in a trace is ever read as markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  wishes: ElementWishes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (wishes.className) made.className = wishes.className;
  if (wishes.text !== undefined) made.textContent = wishes.text;
  for (const [name, value] of Object.entries(wishes.attributes ?? {})) {
    if (value !== undefined) made.setAttribute(name, String(value));
  }
  if (wishes.onClick) made.addEventListener('click', wishes.onClick as EventListener);
  made.append(...children);
  return made;
}

/** A codicon, for eyes only. */
export function icon(name: string): HTMLElement {
  return element('span', { className: `codicon codicon-${name}`, attributes: { 'aria-hidden': true } });
}

/** A link that does something here, and is reached by Tab and pressed by Enter. */
export function linkButton(text: string, onClick: () => void, className = 'link'): HTMLButtonElement {
  return element('button', { className, text, attributes: { type: 'button' }, onClick });
}
