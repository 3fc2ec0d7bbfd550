import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const noAmbientTime = [
  { object: 'Date', property: 'now', message: 'The engine core gets its time from the runtime.' },
  { object: 'Math', property: 'random', message: 'The engine core has no randomness of its own.' },
  { object: 'performance', property: 'now', message: 'The engine core gets its time from the runtime.' },
];

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'test-results/', '.vscode-test/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((c) => ({ ...c, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['**/*.{ts,js,mjs,cjs}'],
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 70, skipComments: true, skipBlankLines: true }],
      'no-console': 'error',
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      eqeqeq: 'error',
      curly: ['error', 'multi-line'],
    },
  },
  {
    files: ['src/engine/{task,state,checkpoint,operators,channels}/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', ...noAmbientTime] },
  },
  {
    files: ['examples/**', '**/*.pipeline.ts', '*.config.{js,ts}', '.dependency-cruiser.cjs'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['scripts/**', 'test/**/*.{mjs,cjs,js}', '.dependency-cruiser.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        module: 'readonly',
        exports: 'writable',
        require: 'readonly',
        setTimeout: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
);
