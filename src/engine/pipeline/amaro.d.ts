/** amaro ships no types of its own. A syntax error is thrown as a string that draws the place. */
declare module 'amaro' {
  const amaro: {
    transformSync(source: string, options: { readonly mode: 'strip-only' }): { readonly code: string };
  };
  export = amaro;
}
