// The process of one subject: it waits for orders to work and reports the CPU time that the work took.
import type { CpuSubjectModule, WorkOrder, WorkReport } from "./cpu-subject.ts";

const [modulePath = "", name = "", context = "null"] = process.argv.slice(2);
const maker = (await import(modulePath)) as CpuSubjectModule<unknown>;
const subject = await maker.makeSubject(name, JSON.parse(context));

async function work({ repeats }: WorkOrder): Promise<void> {
  const start = process.cpuUsage();
  for (let repeat = 0; repeat < repeats; repeat += 1) await subject.work();
  const { user, system } = process.cpuUsage(start);
  const report: WorkReport = { cpu_us: (user + system) / repeats };
  process.send?.(report);
}

process.on("message", (order) => {
  work(order as WorkOrder).catch((error: unknown) => {
    process.stderr.write(`${name}: ${String(error)}\n`);
    process.exit(1);
  });
});
process.send?.("ready");
