import { Tag } from "antd";

export type Chip = { id: string; name: string; colour?: string | null };

const NAMED = /^(#[0-9a-f]{3,8}|[a-z-]+)$/i;

/** Tags as quiet chips: the colour is a dot, so that text keeps its contrast in both themes. */
export function TagChips({ tags, onRemove }: { tags: Chip[]; onRemove?: (tag: Chip) => void }) {
  return (
    <span className="chips">
      {tags.map((tag) => (
        <Tag
          key={tag.id}
          variant="filled"
          closable={onRemove !== undefined}
          onClose={(event) => {
            event.preventDefault();
            onRemove?.(tag);
          }}
        >
          {tag.colour && NAMED.test(tag.colour) && (
            <span className="dot" aria-hidden style={{ background: tag.colour }} />
          )}
          {tag.name}
        </Tag>
      ))}
    </span>
  );
}
