/**
 * Marks a Fastify plugin so that its hooks and decorations apply to the instance that registers it, and not to a
 * child of it alone.
 *
 * @param name for Fastify's messages and `app.printPlugins()`
 */
export function unencapsulated<Plugin extends (...given: never[]) => unknown>(
  name: string,
  plugin: Plugin,
): Plugin {
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: name,
  })
}
