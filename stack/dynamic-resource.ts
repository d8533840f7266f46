import * as pulumi from "@pulumi/pulumi";

/**
 * A resource that Pulumi's dynamic provider makes by functions of this project.
 *
 * `pulumi.dynamic.Resource` would send their text, for which it has the debugger
 * and the TypeScript compiler look at them: a tenth of an update that changes
 * nothing. What is sent here only names the module that has them.
 */
export class DynamicResource extends pulumi.CustomResource {
  /**
   * @param provider the default export of `module`
   * @param module its path in this folder, where Pulumi runs it
   */
  constructor(
    type: string,
    name: string,
    inputs: pulumi.Inputs,
    // biome-ignore lint/suspicious/noExplicitAny: the inputs of all kinds of resources
    { provider, module }: { provider: pulumi.dynamic.ResourceProvider<any, any>; module: string },
    options?: pulumi.CustomResourceOptions,
  ) {
    const __provider = providerText(Object.keys(provider), module);
    super(`pulumi-nodejs:dynamic/tally:${type}`, name, { ...inputs, __provider }, options);
  }
}

/** Pulumi stores it, and with it makes, updates and deletes the resource in another process. */
function providerText(methods: readonly string[], module: string): string {
  const lines = methods.map(
    (method) => `  ${method}: async (...args) => (await load()).default.${method}(...args),`,
  );
  return [
    // Not a static import: what it loads has to be found compiled already.
    `const load = async () => {`,
    `  await import(process.cwd() + "/quick-start.js");`,
    `  return await import(process.cwd() + "/${module}");`,
    `};`,
    `exports.handler = () => ({`,
    ...lines,
    `});`,
    "",
  ].join("\n");
}
