/** VS Code's own themes of each kind, by their older names, which every supported version knows. */
export const colorThemes = [
  'Default Dark Modern',
  'Default Light Modern',
  'Default High Contrast',
  'Default High Contrast Light',
] as const;

export type ColorTheme = (typeof colorThemes)[number];

/** What is in the class of a window that has the theme. */
export const themeClasses: Readonly<Record<ColorTheme, string>> = {
  'Default Dark Modern': 'dark_modern',
  'Default Light Modern': 'light_modern',
  'Default High Contrast': 'hc_black',
  'Default High Contrast Light': 'hc_light',
};
