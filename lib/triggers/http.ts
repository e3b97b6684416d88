import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { MlFunctionApp, type MlFunctionAppOptions } from "../ml-function-app";
import { SCORING_PATH, triggerSettings } from "../private/image/runtime-contract";
import { HTTP_PROPS, readHttpTrigger } from "../private/rules/http";
import { APP_OPTIONS } from "../private/rules/ml-function-app";
import { Inspector } from "../private/validation/inspector";
import { takesProps } from "../private/validation/options";
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
    const { authLevel, methods } = readHttpTrigger(new Inspector(scope), this.props);
    return {
      moduleName: "http",
      requiresAlwaysOn: false,
      appSettings: triggerSettings({ AUTH_LEVEL: authLevel, METHODS: methods }),
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

takesProps<HttpMlFunctionAppProps>(HttpMlFunctionApp, { ...APP_OPTIONS, ...HTTP_PROPS });
