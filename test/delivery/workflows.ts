import { parse } from "yaml";

interface Step {
  readonly uses?: string;
}

interface Job {
  readonly uses?: string;
  readonly permissions?: unknown;
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly Step[];
}

/** What a workflow lacks of: no rights by default, rights and an end for each job, actions pinned by commit. */
export function workflowProblems(text: string): string[] {
  const { permissions, jobs } = parse(text, { merge: true }) as {
    permissions?: unknown;
    jobs: Readonly<Record<string, Job>>;
  };
  const problems = Object.entries(jobs).flatMap(([name, job]) => jobProblems(name, job));
  if (JSON.stringify(permissions) !== "{}") problems.push("it gives rights to all of its jobs");
  for (const [line, reference = ""] of text.matchAll(/^\s*(?:- )?uses: (\S+).*$/gm)) {
    if (reference.startsWith("./")) continue;
    if (!/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)) problems.push(`${reference} is not pinned`);
  }
  return problems;
}

function jobProblems(name: string, job: Job): string[] {
  return [
    ...(isListOfRights(job.permissions) ? [] : [`${name} does not say which rights it needs`]),
    // A job that calls another workflow ends when that does.
    ...(job.uses !== undefined || job["timeout-minutes"] !== undefined
      ? []
      : [`${name} may go on for hours`]),
  ];
}

function isListOfRights(permissions: unknown): boolean {
  return typeof permissions === "object" && permissions !== null;
}
