import type { PipelineLocation } from '../../definitions/pipelineLocation.js';
import type { PipelineLocator } from '../../definitions/pipelineLocator.js';

/** A {@link PipelineLocator} whose parser is loaded with the first text, so that activation does not pay for it. */
export class LazyLocator {
  private locator: Promise<PipelineLocator> | undefined;

  constructor(private readonly wasmFolder: string) {}

  async locate(text: string): Promise<PipelineLocation | undefined> {
    this.locator ??= import('../../definitions/pipelineLocator.js').then(
      (module) => new module.PipelineLocator(this.wasmFolder),
    );
    return (await this.locator).locate(text);
  }
}
