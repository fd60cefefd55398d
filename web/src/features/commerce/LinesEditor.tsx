import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { AutoComplete, Button, InputNumber } from "antd";
import { useState } from "react";
import { useRested } from "../../lib/debounce";
import { useLanguage, useTexts } from "../../lib/i18n";
import { type Product, useChoice } from "./api";
import { blank, type Draft, lineWorth, said } from "./lines";
import { texts } from "./locale";
import { money, total } from "./money";

type LineProps = {
  line: Draft;
  place: number;
  currency: string;
  onChange: (part: Partial<Draft>) => void;
  onRemove: () => void;
};

const nameOf = (product: Product) => `${product.code} ${product.name}`;

/** A product by typing part of its code or name, or any other words. */
function What({ line, place, currency, onChange }: Omit<LineProps, "onRemove">) {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const typed = useRested(line.product ? "" : line.text.trim(), 200);
  const products = useChoice(typed, open).data?.rows ?? [];
  const choose = (id: string) => {
    const product = products.find((each) => each.id === id);
    if (!product) return;
    const fits = product.price && product.currency === currency;
    onChange({
      product: id,
      text: nameOf(product),
      words: "",
      ...(fits ? { price: product.price, amount: null } : {}),
    });
  };
  return (
    <AutoComplete
      aria-label={t.ofLine(place, t.lineText)}
      className="line-what"
      placeholder={t.lineHint}
      value={line.text}
      onOpenChange={setOpen}
      onSelect={choose}
      onChange={(text: string) => {
        // Choosing an option says its id first; only what is typed is words.
        if (!products.some((each) => each.id === text))
          onChange({ product: null, text, words: "" });
      }}
      options={products.map((each) => ({ value: each.id, label: nameOf(each) }))}
      popupMatchSelectWidth={false}
    />
  );
}

function Line({ line, place, currency, onChange, onRemove }: LineProps) {
  const t = useTexts(texts);
  const language = useLanguage();
  const amount = lineWorth(line, currency);
  return (
    <div className="line">
      <What line={line} place={place} currency={currency} onChange={onChange} />
      <InputNumber<string>
        aria-label={t.ofLine(place, t.quantity)}
        placeholder={t.quantity}
        className="line-number"
        stringMode
        controls={false}
        value={line.quantity}
        onChange={(quantity) => onChange({ quantity, amount: null })}
      />
      <InputNumber<string>
        aria-label={t.ofLine(place, t.price)}
        placeholder={t.price}
        className="line-number"
        stringMode
        controls={false}
        value={line.price}
        onChange={(price) => onChange({ price, amount: null })}
      />
      <span className="line-amount num">{amount && money(amount, currency, language)}</span>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t.ofLine(place, t.removeLine)}
        onClick={onRemove}
      />
    </div>
  );
}

type Props = { lines: Draft[]; currency: string; onChange: (lines: Draft[]) => void };

/** The lines of a transaction by hand, with what they come to. */
export function LinesEditor({ lines, currency, onChange }: Props) {
  const t = useTexts(texts);
  const language = useLanguage();
  const counted = said(lines);
  const sum = total(
    counted.map((line) => lineWorth(line, currency)),
    currency,
  );
  return (
    <div className="lines">
      {lines.map((line, index) => (
        <Line
          key={line.key}
          line={line}
          place={index + 1}
          currency={currency}
          onChange={(part) =>
            onChange(lines.map((each) => (each === line ? { ...each, ...part } : each)))
          }
          onRemove={() => onChange(lines.filter((each) => each !== line))}
        />
      ))}
      <div className="lines-foot">
        <Button
          type="dashed"
          size="small"
          icon={<PlusOutlined />}
          onClick={() => onChange([...lines, blank()])}
        >
          {t.addLine}
        </Button>
        {counted.length > 0 && (
          <span>
            {t.sumOfLines} <strong className="num">{money(sum, currency, language)}</strong>
          </span>
        )}
      </div>
    </div>
  );
}
