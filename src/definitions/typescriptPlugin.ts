import { join } from 'node:path';
import type ts from 'typescript/lib/tsserverlibrary';

const moduleName = 'checkpoint-lens';

/**
 * The plugin's entry, in the shape that TypeScript's server asks for. A definition may import `checkpoint-lens`
 * in any folder: where the user's own resolution finds nothing, the module is the declarations that the extension
 * brings. An installed package goes first.
 */
export function init(): ts.server.PluginModule {
  const declarations = join(__dirname, 'types', 'api.d.ts');
  return {
    create({ languageService, languageServiceHost: host }) {
      const resolve = host.resolveModuleNameLiterals?.bind(host);
      if (resolve) {
        host.resolveModuleNameLiterals = (literals, ...rest) =>
          resolve(literals, ...rest).map((result, i) =>
            result.resolvedModule || literals[i]?.text !== moduleName
              ? result
              : { ...result, resolvedModule: asModule(declarations) },
          );
      }
      return languageService;
    },
  };
}

function asModule(declarations: string): ts.ResolvedModuleFull {
  return {
    resolvedFileName: declarations,
    extension: '.d.ts',
    isExternalLibraryImport: true,
    resolvedUsingTsExtension: false,
  };
}
