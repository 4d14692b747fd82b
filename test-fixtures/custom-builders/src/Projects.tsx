import { useMutation, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";

export function Projects() {
  const projects = useQuery(api.projects.list, {});
  const create = useMutation(api.projects.create);
  const reopen = useMutation(api.v1.reopen);
  const rename = useMutation(api.v1.rename);
  const slowest = useQuery(api.audit.slowest, {});
  return (
    <main>
      <button onClick={() => create({ name: "untitled" })}>New project</button>
      {projects?.map(({ _id: projectId, name }) => (
        <section key={projectId}>
          <h2 onClick={() => rename({ projectId, name: `${name}!` })}>{name}</h2>
          <button onClick={() => reopen({ projectId })}>Reopen</button>
          <Tasks projectId={projectId} />
        </section>
      ))}
      <footer>Slowest: {slowest?.[0]?.event}</footer>
    </main>
  );
}

function Tasks({ projectId }: { projectId: Id<"projects"> }) {
  const tasks = useQuery(api.tasks.list, { projectId });
  const add = useMutation(api.tasks.add);
  return (
    <ul>
      {tasks?.map((task) => <li key={task._id}>{task.title}</li>)}
      <button onClick={() => add({ projectId, title: "untitled" })}>Add</button>
    </ul>
  );
}
