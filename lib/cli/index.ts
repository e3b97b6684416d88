#!/usr/bin/env node
import { parseArgs } from "util";
import { describeContext, UsageError } from "./context";

const USAGE = `Usage: cdktf-azure-ml-functions context <stack> [options]

Says what it takes to build a stack's image outside of Terraform. Run cdktf synth first.

  directory=   the build context, relative to the working directory
  repository=  repository of the image
  tag=         hash of all that shapes the image: the tag to push it under
  platform=    platform to build for
  target=      stage to build, where one is chosen
  registry=    host name of the registry, where it is known before the stack is applied

Options:
  --image <path>   path of the image's construct, where the stack has several
  --output <dir>   cdktf's output directory (default: cdktf.out)
  --json           as JSON, with the build arguments
  --help           this text
`;

function main(): number {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        image: { type: "string" },
        output: { type: "string", default: "cdktf.out" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    const [command, stack, ...others] = positionals;
    if (values.help) {
      process.stdout.write(USAGE);
      return 0;
    }
    if (command !== "context" || stack === undefined || others.length > 0) throw new UsageError(USAGE);
    process.stdout.write(describeContext({ ...values, stack }));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof TypeError)) throw error;
    // TypeError: what parseArgs throws of an unknown option
    process.stderr.write(`${error.message.trimEnd()}\n`);
    return 2;
  }
}

process.exitCode = main();
