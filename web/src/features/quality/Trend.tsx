import { theme } from "antd";
import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useMemo, useRef } from "react";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { qualityTexts } from "./locale";
import { type Day, MEASURES } from "./types";

use([LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

// Readable without colour: each line has a mark and a dash of its own.
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "emptyCircle"];
const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3], [2, 6]] as const;

/** One line a measure, one point a day. */
export function Trend({ days }: { days: Day[] }) {
  const t = useTexts(qualityTexts);
  const { token } = theme.useToken();
  const phone = usePhone();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const option = useMemo(() => {
    const colours = [
      token.colorPrimary,
      token.colorSuccess,
      token.colorWarning,
      token.purple8,
      token.cyan7,
    ];
    const text = token.colorTextSecondary;
    return {
      animation: false,
      color: colours,
      textStyle: { fontFamily: token.fontFamily },
      grid: { left: 34, right: 14, top: phone ? 64 : 40, bottom: 26 },
      legend: {
        top: 0,
        left: 0,
        itemGap: 14,
        textStyle: { color: text },
        inactiveColor: token.colorTextQuaternary,
      },
      tooltip: {
        trigger: "axis",
        backgroundColor: token.colorBgElevated,
        borderColor: token.colorBorderSecondary,
        textStyle: { color: token.colorText },
        confine: true,
      },
      xAxis: {
        type: "category",
        data: days.map((day) => day.day.slice(5)),
        axisLabel: { color: text, hideOverlap: true },
        axisLine: { lineStyle: { color: token.colorBorder } },
        axisTick: { show: false },
      },
      yAxis: {
        type: "value",
        max: 100,
        min: ({ min }: { min: number }) => Math.max(0, Math.floor((min - 5) / 10) * 10),
        axisLabel: { color: text },
        splitLine: { lineStyle: { color: token.colorBorderSecondary } },
      },
      series: MEASURES.flatMap((measure, at) =>
        days.some((day) => day.scores[measure] !== null)
          ? [
              {
                type: "line",
                name: t[measure],
                color: colours[at],
                symbol: SYMBOLS[at],
                symbolSize: 6,
                showSymbol: days.length < 15,
                lineStyle: { width: 2, type: DASHES[at] },
                data: days.map((day) => day.scores[measure]),
              },
            ]
          : [],
      ),
    };
  }, [days, phone, t, token]);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    chart.current = init(element, null, { renderer: "svg" });
    const watch = new ResizeObserver(() => chart.current?.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option, true);
  }, [option]);
  const label = t.trendIs(days[0]?.day ?? "", days[days.length - 1]?.day ?? "");
  return <div ref={place} className="trend" role="img" aria-label={label} />;
}
