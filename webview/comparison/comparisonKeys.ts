export interface ComparisonKeyWishes {
  readonly swap: () => void;
  readonly toggleAll: () => void;
  readonly filter: () => void;
}

/** The keys of the page: `X` the other way round, `T` all numbers, `/` the filter. Those of the bars and the strips are theirs. */
export function listenToComparisonKeys({ swap, toggleAll, filter }: ComparisonKeyWishes): void {
  document.addEventListener('keydown', (event) => {
    const target = event.composedPath()[0];
    const isTyped = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    const isFind = (event.ctrlKey || event.metaKey) && event.code === 'KeyF';
    const isAlone = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isFind || (!isTyped && event.key === '/')) filter();
    else if (!isTyped && isAlone && event.code === 'KeyX') swap();
    else if (!isTyped && isAlone && event.code === 'KeyT') toggleAll();
    else return;
    event.preventDefault();
  });
}
