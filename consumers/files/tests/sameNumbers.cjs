const { TestEnvironment } = require('jest-environment-node');

/** ONNX Runtime wants Node's own arrays; Jest gives each test file others. */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, { Float32Array, Uint8Array });
  }
};
