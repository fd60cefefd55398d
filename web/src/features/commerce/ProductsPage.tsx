import { App, Button, Flex, Form, Input, InputNumber, Modal, Switch, Table, Tag } from "antd";
import { useState } from "react";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, QueryState } from "../../ui/states";
import { type Product, useProducts, useSaveProduct } from "./api";
import { texts } from "./locale";
import { MANAGE } from "./rights";
import "./commerce.css";

type Said = {
  code: string;
  name: string;
  unit: string;
  price: string | null;
  currency: string;
  active: boolean;
};

function ProductDialog({ product, onClose }: { product: Product | null; onClose: () => void }) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const save = useSaveProduct(product);
  const [form] = Form.useForm<Said>();
  const start = product ?? {
    code: "",
    name: "",
    unit: "",
    price: null,
    currency: "CNY",
    active: true,
  };
  const submit = ({ active, ...said }: Said) =>
    save.mutate(
      { ...said, price: said.price || null, ...(product ? { active } : {}) },
      {
        onSuccess: () => {
          message.success(t.fieldsSaved);
          onClose();
        },
        onError: (error) => message.error(errorText(error)),
      },
    );
  return (
    <Modal
      open
      title={product ? t.editProduct : t.newProduct}
      onCancel={onClose}
      onOk={form.submit}
      okText={t.save}
      cancelText={t.cancel}
      confirmLoading={save.isPending}
    >
      <Form<Said> form={form} layout="vertical" initialValues={start} onFinish={submit}>
        <Form.Item name="code" label={t.code} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={64} autoFocus />
        </Form.Item>
        <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Flex gap={12} wrap>
          <Form.Item name="unit" label={t.unit}>
            <Input maxLength={16} className="deal-method" />
          </Form.Item>
          <Form.Item name="price" label={t.usualPrice}>
            <InputNumber<string> stringMode min="0" className="deal-amount" />
          </Form.Item>
          <Form.Item name="currency" label={t.currency}>
            <Input maxLength={3} className="deal-method" />
          </Form.Item>
        </Flex>
        {product && (
          <Form.Item name="active" label={t.active} valuePropName="checked">
            <Switch />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

/** What lines of transactions can name. */
export function ProductsPage() {
  const t = useTexts(texts);
  const manages = useCan()(MANAGE);
  const [text, setText] = useState("");
  const [open, setOpen] = useState<Product | "new" | null>(null);
  const list = useProducts(text);
  return (
    <>
      <PageHeader
        title={t.products}
        note={t.productsNote}
        actions={
          manages && (
            <Button type="primary" onClick={() => setOpen("new")}>
              {t.newProduct}
            </Button>
          )
        }
      >
        <div className="deal-tools">
          <Input.Search
            aria-label={t.search}
            placeholder={t.search}
            allowClear
            className="run-field"
            onSearch={(value) => setText(value.trim())}
          />
        </div>
      </PageHeader>
      <QueryState query={list}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) {
            return <EmptyState title={t.noProducts} hint={text ? undefined : t.noProductsHint} />;
          }
          return (
            <>
              <Table
                rowKey="id"
                size="middle"
                dataSource={rows}
                pagination={false}
                scroll={{ x: "max-content" }}
                columns={[
                  { title: t.code, dataIndex: "code" },
                  {
                    title: t.name,
                    render: (_, row) => (
                      <>
                        {row.name} {!row.active && <Tag variant="filled">{t.inactive}</Tag>}
                      </>
                    ),
                  },
                  { title: t.unit, dataIndex: "unit" },
                  {
                    title: t.usualPrice,
                    align: "right",
                    render: (_, row) =>
                      row.price && <span className="num">{`${row.price} ${row.currency}`}</span>,
                  },
                  {
                    key: "edit",
                    align: "right",
                    render: (_, row) =>
                      manages && (
                        <Button
                          type="link"
                          size="small"
                          aria-label={`${t.edit} ${row.code}`}
                          onClick={() => setOpen(row)}
                        >
                          {t.edit}
                        </Button>
                      ),
                  },
                ]}
              />
              {list.hasNextPage && (
                <Flex justify="center" className="more-row">
                  <Button loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                    {t.more}
                  </Button>
                </Flex>
              )}
            </>
          );
        }}
      </QueryState>
      {open && (
        <ProductDialog product={open === "new" ? null : open} onClose={() => setOpen(null)} />
      )}
    </>
  );
}
