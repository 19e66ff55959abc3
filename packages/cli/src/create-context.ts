import path from "node:path";
import { InvalidInputError } from "@colloquy/core";
import { createConfig, type SettingFlags } from "./config/config.ts";
import { createModels } from "./composition/create-models.ts";
import { createStores } from "./composition/create-stores.ts";
import { systemEnvironment } from "./composition/system-environment.ts";
import type { CommandContext } from "./context.ts";
import type { EnvironmentVariables } from "./environment-variables.ts";
import { watchInterrupts } from "./interrupts.ts";
import { nearest } from "./parse/nearest.ts";
import { resolvePaths } from "./paths.ts";
import { progressLine } from "./render/progress-line.ts";
import { createScreen } from "./render/screen.ts";
import { allServers } from "./server/known-servers.ts";
import { serverAccess, type ServerAccess } from "./server/server-key.ts";
import type { Streams } from "./streams.ts";

/** What a command is given from outside. */
export interface ContextOptions {
  streams: Streams;
  flags: SettingFlags;
  env: EnvironmentVariables;
}

interface CreatedContext {
  context: CommandContext;
  /** Closes what was opened. */
  close: () => Promise<void>;
}

/** The composition root: the only place where variables, files and adapters meet. */
export function createContext({ streams, flags, env }: ContextOptions): CreatedContext {
  const paths = resolvePaths(env);
  const config = createConfig({ path: paths.configFile, env, flags });
  const interrupts = watchInterrupts();
  const screen = createScreen(streams, env);
  // Nobody reads any more (`| head -1`): the answer need not be written to its end.
  streams.stdout.once("error", () => interrupts.end("nobody reads the output any more"));
  const access = (name: string): ServerAccess => {
    const servers = allServers(config.file);
    const server = servers.find((candidate) => candidate.name === name);
    if (!server)
      throw unknownServer(
        name,
        servers.map((candidate) => candidate.name),
      );
    return serverAccess(server, { env, keysFile: paths.keysFile });
  };
  const cwd = path.resolve(
    env["INIT_CWD"] && env["COLLOQUY_STARTED_BY_NPM"] ? env["INIT_CWD"] : process.cwd(),
  );
  const stores = createStores(paths);
  const models = createModels({
    config,
    paths,
    env,
    access,
    cwd,
    progressLine: () => progressLine(streams, screen),
  });
  return {
    context: {
      env,
      cwd,
      streams,
      screen,
      paths,
      config,
      environment: systemEnvironment,
      signal: interrupts.signal,
      takeInterrupts: (handler) => interrupts.take(handler),
      store: stores.open,
      model: models.open,
      http: models.http,
      catalog: models.catalog,
      access,
    },
    async close() {
      interrupts.stop();
      await Promise.all([models.close(), stores.close()]);
    },
  };
}

function unknownServer(name: string, names: readonly string[]): InvalidInputError {
  const near = nearest(name, names);
  return new InvalidInputError({
    message: `no server ${JSON.stringify(name)}${near ? `; did you mean ${near}?` : ""}`,
    code: "unknown_server",
    remedy: `Known: ${names.join(", ")}. Add others with \`colloquy servers add\`.`,
    details: { field: "server", given: name, allowed: names },
  });
}
