import type { ConfigDialect } from './config-dialect.ts'
import { caddyfileDialect } from './caddyfile/caddyfile-dialect.ts'
import { csharpDialect } from './csharp/csharp.ts'
import { fasthttpDialect } from './go/fasthttp.ts'
import { goNetHttpDialect } from './go/go-net-http.ts'
import { hertzDialect } from './go/hertz.ts'
import { haproxyDialect } from './haproxy/haproxy-dialect.ts'
import { javaDialect } from './java/java.ts'
import { javascriptDialect } from './javascript/javascript.ts'
import { jsonDialect } from './json/json-dialect.ts'
import { nginxDialect } from './nginx/nginx-dialect.ts'
import { propertiesDialect } from './properties/properties-dialect.ts'
import { pythonDialect } from './python/python.ts'
import { rustDialect } from './rust/rust.ts'
import { tomlDialect } from './toml/toml-dialect.ts'
import { yamlDialect } from './yaml/yaml-dialect.ts'

/** Every kind of file in which kneepoint can change a pool's settings. */
export const configDialects: readonly ConfigDialect[] = [
  goNetHttpDialect,
  hertzDialect,
  fasthttpDialect,
  javascriptDialect,
  javaDialect,
  csharpDialect,
  pythonDialect,
  rustDialect,
  nginxDialect,
  haproxyDialect,
  caddyfileDialect,
  yamlDialect,
  jsonDialect,
  tomlDialect,
  propertiesDialect,
]
