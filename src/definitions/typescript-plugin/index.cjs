// TypeScript's server looks for a plugin in the node_modules of the extension that contributes it, and calls it.
module.exports = require('../../dist/typescriptPlugin.cjs').init;
