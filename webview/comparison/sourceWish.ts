/** Ctrl or Cmd with a click or Enter goes to the source, as in the chart; what they do alone is then not done. */
export function onSourceWish(element: HTMLElement, act: () => void): void {
  const listen = (event: MouseEvent | KeyboardEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  element.addEventListener('click', listen, { capture: true });
  element.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter') listen(event);
    },
    { capture: true },
  );
}
