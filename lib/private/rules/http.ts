import { Fn, Token } from "cdktf";
import type { HttpTriggerProps } from "../../triggers/http";
import type { Inspector } from "../validation/inspector";
import type { Names } from "../validation/options";
import { isToken, operand } from "../validation/tokens";
import { readTriggerProps } from "./common/trigger-props";

interface HttpEndpoint {
  readonly authLevel: string;
  /** With commas between them. */
  readonly methods: string;
}

export const HTTP_PROPS: Names<HttpTriggerProps> = { authLevel: true, methods: true };

export function readHttpTrigger(inspector: Inspector, given: HttpTriggerProps): HttpEndpoint {
  const { authLevel: level = "function", methods = ["GET", "POST", "OPTIONS"] } = readTriggerProps(
    inspector,
    given,
    HTTP_PROPS,
  );
  const authLevel = inspector.oneOf("authLevel", level, AUTH_LEVELS, "http-auth-level", AUTH_PAGE);
  if (authLevel === "anonymous") {
    const message =
      'authLevel "anonymous" opens /score to everyone who can reach the app, with no key: ' +
      "put something before it that authenticates callers, or take a level with keys.";
    inspector.warn(message, "http-anonymous");
  }
  return { authLevel, methods: readMethods(inspector, methods) };
}

const AUTH_LEVELS = ["function", "admin", "anonymous"];
const AUTH_PAGE = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#http-auth";
const METHODS_PAGE = "https://learn.microsoft.com/azure/machine-learning/how-to-inference-server-http";
const METHODS = ["GET", "POST", "HEAD", "OPTIONS"];

/** The methods, with commas between them. */
function readMethods(inspector: Inspector, methods: readonly string[]): string {
  if (isToken(methods)) return Fn.join(",", Token.asList(operand(methods)));
  const known = (method: unknown) => isToken(method) || METHODS.includes(method as string);
  if (
    Array.isArray(methods) &&
    methods.length > 0 &&
    Array.from<unknown>(methods).every(known) &&
    new Set(methods).size === methods.length
  ) {
    return methods.join(",");
  }
  inspector.refuse({
    code: "http-methods",
    prop: "methods",
    value: methods,
    message: `one or more of ${METHODS.join(", ")}, each once, in upper case: the scoring path answers other methods with 405, as on an Azure ML endpoint`,
    remedy:
      typeof methods === "string" ? 'Give a list, for example ["POST"].' : "Give these as a list, or leave it out.",
    link: METHODS_PAGE,
  });
  return "POST";
}
