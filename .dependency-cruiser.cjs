// The arrows of ARCHITECTURE.md as data: each folder may import itself and what its row names.
const arrows = {
  trace: [],
  analysis: ['trace'],
  formats: ['trace'],
  definitions: ['trace'],
  flink: ['trace'],
  engine: ['trace'],
  flinkSql: ['trace', 'engine'],
  share: ['trace', 'analysis', 'formats'],
  cli: ['trace', 'analysis', 'formats', 'share', 'definitions', 'flink', 'flinkSql', 'engine'],
  host: ['trace', 'analysis', 'formats', 'share', 'definitions', 'flink', 'engine'],
};

const layers = Object.entries(arrows).map(([folder, allowed]) => ({
  name: `${folder}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: {
    path: '^(src|webview)/',
    pathNot: [folder, ...allowed]
      .map((name) => `^src/${name}/`)
      .concat(['host', 'share'].includes(folder) ? ['^src/protocol\\.ts$'] : [])
      // A picture needs no page.
      .concat(folder === 'cli' ? ['^webview/picture/svgPicture\\.ts$'] : []),
  },
}));

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'webview-imports-only-protocol-trace-analysis',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: '^src/', pathNot: '^src/(protocol\\.ts$|trace/|analysis/)' },
    },
    {
      name: 'protocol-imports-only-trace',
      severity: 'error',
      from: { path: '^src/protocol\\.ts$' },
      to: { path: '^(src|webview)/', pathNot: '^src/trace/' },
    },
    {
      name: 'only-host-imports-vscode',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/(host/|(extension|webExtension)\\.ts$)' },
      to: { path: '^vscode$|node_modules/@types/vscode/' },
    },
    {
      name: 'only-controls-imports-the-ui-toolkit',
      severity: 'error',
      from: { pathNot: '^webview/ui/controls\\.ts$' },
      to: { path: 'webview-ui-toolkit' },
    },
    {
      name: 'model-formats-analysis-know-no-node',
      severity: 'error',
      from: { path: '^(src/(trace|formats|analysis|share|protocol)|webview/)' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-circles', severity: 'error', from: { path: '^(src|webview)/' }, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
