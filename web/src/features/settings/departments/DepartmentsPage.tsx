import { useTexts } from "../../../lib/i18n";
import { QueryState } from "../../../ui/states";
import {
  useAddDepartment,
  useChangeDepartment,
  useDeleteDepartment,
  useDepartmentTree,
} from "../api";
import { locale } from "../locale";
import { TreeSettings } from "../TreeSettings";

export function DepartmentsPage() {
  const t = useTexts(locale);
  const departments = useDepartmentTree();
  const add = useAddDepartment();
  const change = useChangeDepartment();
  const remove = useDeleteDepartment();
  return (
    <QueryState query={departments}>
      {(rows) => (
        <TreeSettings
          rows={rows}
          words={{
            ...t.departments,
            title: t.pages.departments,
            change: t.departments.rename,
            count: t.departments.people,
          }}
          countOf={(row) => row.people}
          saving={{
            isPending: add.isPending || change.isPending,
            error: add.error ?? change.error,
            reset: () => {
              add.reset();
              change.reset();
            },
          }}
          removing={remove}
          onSave={(id, { name, parent_id = null }, done) =>
            id
              ? change.mutate({ id, name, parent_id }, { onSuccess: done })
              : add.mutate({ name, parent_id }, { onSuccess: done })
          }
          onRemove={(id) => remove.mutate(id)}
        />
      )}
    </QueryState>
  );
}
