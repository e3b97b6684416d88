import { show } from "../validation/display";
import type { Inspector } from "../validation/inspector";

/** A URL with a user, or a token alone, before its host, and maybe a password. */
const WITH_USER = /([a-z][a-z0-9+.-]*):\/\/([^\s/?#@:]*)(?::([^\s/?#@]*))?@(\S+)/gi;

/** A URL whose query is signed, as those of Azure Storage are, or holds a token. */
const SIGNED =
  /[a-z][a-z0-9+.-]*:\/\/[^\s?#]+\?(?:[^\s#]*&)?(?:sig|sv|se|[\w-]*(?:signature|token|secret|passw(?:or)?d|api_?key))=[^\s&#]+/i;

/** Warns of URLs with credentials, unless these come from the environment of the build: pip fills in what stands as `${NAME}`. */
export function warnOfCredentials(inspector: Inspector, texts: readonly string[]): void {
  const [found] = texts.flatMap((text) => credentialsIn(text.replace(/\$\{[A-Z0-9_]+\}/g, "")) ?? []);
  if (found === undefined) return;
  const message = `The environment's file holds credentials (${show(found)}), which anyone who pulls the image can read.`;
  const remedy = "Give the index in a build secret, or put the package beside the environment's file.";
  inspector.warn(`${message} ${remedy}`, "environment-credentials");
}

function credentialsIn(text: string): string | undefined {
  const [named] =
    [...text.matchAll(WITH_USER)].find(([, scheme, user, password, rest]) => {
      if (password !== undefined) return password !== "";
      // Azure DevOps puts the organization there, which comes again
      return user !== "" && user !== "git" && !/\bssh$/i.test(scheme!) && !rest!.split("/").includes(user!);
    }) ?? [];
  return named ?? SIGNED.exec(text)?.[0];
}
