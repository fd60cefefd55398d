import { useTexts } from "../../../lib/i18n";
import { QueryState } from "../../../ui/states";
import { useAddGroup, useAllGroups, useChangeGroup, useDeleteGroup } from "../api";
import { locale } from "../locale";
import { TreeSettings } from "../TreeSettings";

export function GroupsPage() {
  const t = useTexts(locale);
  const groups = useAllGroups();
  const add = useAddGroup();
  const change = useChangeGroup();
  const remove = useDeleteGroup();
  return (
    <QueryState query={groups}>
      {(rows) => (
        <TreeSettings
          rows={rows}
          words={{ ...t.groups, title: t.pages.groups, count: t.groups.used }}
          countOf={(row) => row.customers}
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
