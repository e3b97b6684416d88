import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { MlFunctionApp, type MlFunctionAppOptions } from "../ml-function-app";
import { SCORING_PATH, triggerSetting } from "../private/runtime-contract";
import { Inspector, isToken } from "../private/validation";
import type { ITrigger, TriggerConfig } from "../trigger";

/**
 * Who may call the app, and how.
 */
export interface HttpTriggerProps {
  /**
   * Who may call: `function` (callers with a function or host key), `admin` (callers with the master key), or `anonymous`
   * (everyone who reaches the app).
   * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#http-auth
   * @default function
   */
  readonly authLevel?: string;

  /**
   * HTTP methods that are answered: some of `GET`, `POST`, `OPTIONS`, and `HEAD`, which reaches scripts with `@rawhttp` only.
   * The scoring path of an Azure ML endpoint takes no others, nor does the inference server in the image.
   * @see https://learn.microsoft.com/azure/machine-learning/how-to-inference-server-http
   * @default - GET, POST and OPTIONS, as an Azure ML endpoint
   */
  readonly methods?: string[];
}

/**
 * Makes a prediction for each HTTP request to `/score`.
 */
export class HttpTrigger implements ITrigger {
  /**
   * @param props who may call, and how
   */
  public constructor(private readonly props: HttpTriggerProps = {}) {}

  public bind(scope: Construct, _context: BindContext): TriggerConfig {
    const inspector = new Inspector(scope);
    const { authLevel = "function", methods = ["GET", "POST", "OPTIONS"] } = inspector.struct("trigger", this.props);
    const level = inspector.oneOf(
      "authLevel",
      authLevel,
      ["function", "admin", "anonymous"],
      "http-auth-level",
      AUTH_PAGE,
    );
    if (level === "anonymous") {
      const message =
        'authLevel "anonymous" opens /score to everyone who can reach the app, with no key: ' +
        "put something before it that authenticates callers, or take a level with keys.";
      inspector.warn(message, "http-anonymous");
    }
    return {
      moduleName: "http",
      requiresAlwaysOn: false,
      appSettings: {
        [triggerSetting("AUTH_LEVEL")]: level,
        [triggerSetting("METHODS")]: checkMethods(inspector, methods),
      },
    };
  }
}

/**
 * A function app that predicts over HTTP.
 */
export interface HttpMlFunctionAppProps extends MlFunctionAppOptions, HttpTriggerProps {}

/**
 * A model behind HTTP: answers at `/score` as an Azure ML endpoint does.
 */
export class HttpMlFunctionApp extends MlFunctionApp {
  /** URL that predictions are asked for at. */
  public readonly scoringUrl: string;

  /**
   * @param scope usually a stack
   * @param id of the app in its scope: generated names come from it
   * @param props model, authorisation and options
   */
  public constructor(scope: Construct, id: string, props: HttpMlFunctionAppProps) {
    super(scope, id, { ...props, trigger: new HttpTrigger(props) });
    this.scoringUrl = `https://${this.defaultHostname}${SCORING_PATH}`;
  }
}

const AUTH_PAGE = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#http-auth";
const METHODS_PAGE = "https://learn.microsoft.com/azure/machine-learning/how-to-inference-server-http";
const METHODS = ["GET", "POST", "HEAD", "OPTIONS"];

/** The methods, with commas between them. */
function checkMethods(inspector: Inspector, methods: readonly string[]): string {
  if (isToken(methods)) return Fn.join(",", Token.asList(methods));
  const known = (method: unknown) => isToken(method) || METHODS.includes(method as string);
  if (
    Array.isArray(methods) &&
    methods.length > 0 &&
    [...methods].every(known) &&
    new Set(methods).size === methods.length
  ) {
    return methods.join(",");
  }
  inspector.reject({
    code: "http-methods",
    prop: "methods",
    value: methods,
    message: `one or more of ${METHODS.join(", ")}, each once, in upper case: the scoring path answers other methods with 405, as on an Azure ML endpoint`,
    remedy: "Give these, or leave it out.",
    link: METHODS_PAGE,
  });
  return "POST";
}
