import { Tag } from "antd";

export type Chip = { id: string; name: string; colour?: string | null };

const HEX = /^#[0-9a-f]{3,8}$/i;
const NAME = /^[a-z]{3,12}$/;

/** `#c5221f`, or a name of Ant Design's palette, whose shades fit the theme. */
function paint(colour: string | null | undefined): string | null {
  if (!colour) return null;
  if (HEX.test(colour)) return colour;
  return NAME.test(colour) ? `var(--ant-${colour}, ${colour})` : null;
}

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
          {paint(tag.colour) && (
            <span className="dot" aria-hidden style={{ background: paint(tag.colour) ?? "" }} />
          )}
          {tag.name}
        </Tag>
      ))}
    </span>
  );
}
