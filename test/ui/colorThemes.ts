/** VS Code's own themes of each kind, by their older names, which every supported version knows. */
export const colorThemes = [
  'Default Dark Modern',
  'Default Light Modern',
  'Default High Contrast',
  'Default High Contrast Light',
] as const;
