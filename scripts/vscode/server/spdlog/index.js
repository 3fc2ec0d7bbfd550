'use strict';
// The server writes its logs, and every LogOutputChannel of an extension, through the native module of this name.
// This stand-in has the part of its interface that the server calls.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
const off = levels.length;
const labels = { warn: 'warning' };

class Logger {
  #file;
  #level = levels.indexOf('info');
  #bare = false;

  constructor(_name, file) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
  }

  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  setPattern() {
    this.#bare = false;
  }
  clearFormatters() {
    this.#bare = true;
  }
  flush() {}
  drop() {}

  write(level, message) {
    if (level < this.#level || this.#level === off) return;
    const stamp = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const line = this.#bare ? message : `${stamp} [${labels[levels[level]] ?? levels[level]}] ${message}\n`;
    try {
      appendFileSync(this.#file, line);
    } catch {
      // The profile may be gone while the server ends; a lost log line must not end it differently.
    }
  }
}

levels.forEach((name, level) => {
  Logger.prototype[name] = function (message) {
    this.write(level, message);
  };
});

async function createLogger(name, file) {
  return new Logger(name, file);
}

// Assigned one by one: the server imports these by name, which Node finds in no other form of CommonJS.
exports.version = 0;
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
