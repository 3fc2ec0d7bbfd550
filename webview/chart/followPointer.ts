/** Follows a pointer from its press on an element until it is let go, or taken away: `over` gets the event that ends it. */
export function followPointer(
  element: HTMLElement,
  press: PointerEvent,
  move: (event: PointerEvent) => void,
  over?: (event: PointerEvent) => void,
): void {
  element.setPointerCapture(press.pointerId);
  const end = (event: PointerEvent): void => {
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', end);
    element.removeEventListener('pointercancel', end);
    over?.(event);
  };
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
}
