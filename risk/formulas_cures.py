"""The formulas of the ways out of a margin call, by figure name: Chinese, English."""

from collections.abc import Mapping
from types import MappingProxyType

CURE_FORMULAS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "cure_repay_outside_cash": (
            "用账户外现金还款 = 总负债 − 总资产 ÷ 目标比例",
            "repay with outside cash = total liabilities − total assets ÷ target ratio",
        ),
        "cure_add_collateral": (
            "追加担保物 = 目标比例 × 总负债 − 总资产",
            "add collateral = target ratio × total liabilities − total assets",
        ),
        "cure_sell_to_repay": (
            "卖券还款 = (目标比例 × 总负债 − 总资产) ÷ (目标比例 − 1)",
            "sell to repay = (target ratio × total liabilities − total assets) ÷ (target ratio − 1)",
        ),
        "cure_buy_to_return": (
            "买券还券 = (目标比例 × 总负债 − 总资产) ÷ (目标比例 − 1)",
            "buy to return = (target ratio × total liabilities − total assets) ÷ (target ratio − 1)",
        ),
        "cure_repay_inside_cash": (
            "用账户内现金还款 = (目标比例 × 总负债 − 总资产) ÷ (目标比例 − 1)",
            "repay with cash in the account = (target ratio × total liabilities − total assets) ÷ (target"
            " ratio − 1)",
        ),
        "cure_order_amount": (
            "委托金额 = 数量（向上取整到一手）× 价格",
            "order amount = quantity (rounded up to the lot) × price",
        ),
        "after_repay_outside_cash": (
            "还款后维持担保比例 = 总资产 ÷ (总负债 − 还款额)",
            "ratio afterwards = total assets ÷ (total liabilities − repayment)",
        ),
        "after_add_collateral": (
            "追加后维持担保比例 = (总资产 + 追加额) ÷ 总负债",
            "ratio afterwards = (total assets + collateral added) ÷ total liabilities",
        ),
        "after_repay_inside": (
            "了结后维持担保比例 = (总资产 − 偿还额) ÷ (总负债 − 偿还额)",
            "ratio afterwards = (total assets − repayment) ÷ (total liabilities − repayment)",
        ),
        "cure_add_security": (
            "追加证券市值 = 数量（向上取整到一手）× 价格",
            "securities added = quantity (rounded up to the lot) × price",
        ),
        "most": (
            "最多可做到 = 各项限制的最小值（可用现金偿还的负债、可卖出的证券、账户现金、可偿还的融券）",
            "the most that can be done = the smallest of what bounds it (debt that money can repay, what can be"
            " sold, cash in the account, shorts that may be returned)",
        ),
        "per_percent": (
            "价格再向不利方向变动 1% 后所需金额 = 按变动后的总资产与总负债重新计算",
            "needed after a further 1 % of price move against the account = worked out again from the assets and"
            " liabilities after the move",
        ),
        "mix_step": (
            "本步金额 = min(此时仍需金额, 本步可用金额)；证券按数量（向上取整到一手）× 价格",
            "amount of the step = the smaller of what is still needed and what is at hand; securities:"
            " quantity (rounded up to the lot) × price",
        ),
        "after_mix": (
            "各步之后维持担保比例 = 各步之后总资产 ÷ 各步之后总负债",
            "ratio after the steps = total assets afterwards ÷ total liabilities afterwards",
        ),
        "sum_repay_outside_cash": (
            "用于还款 = min(所需还款额, 可用资金, 可用现金偿还的负债)；总资产 + 可用资金 < 总负债时为 0",
            "used to repay = the smallest of the repayment needed, the sum, and the debt that money can repay;"
            " 0 where assets + sum < liabilities",
        ),
        "sum_add_cash": (
            "用于追加 = min(还款后仍需追加额, 余下资金)；总资产 + 可用资金 < 总负债时为全部资金",
            "used to add = the smaller of what is still needed after repaying and the rest of the sum; all of it"
            " where assets + sum < liabilities",
        ),
        "sum_left": (
            "剩余资金 = 可用资金 − 用于还款 − 用于追加",
            "left of the sum = sum − used to repay − used to add",
        ),
        "remaining_repay_outside_cash": (
            "仍需用账户外现金还款 = 此时总负债 − 此时总资产 ÷ 目标比例",
            "still to repay with outside cash = liabilities then − assets then ÷ target ratio",
        ),
        "remaining_add_collateral": (
            "仍需追加担保物 = 目标比例 × 此时总负债 − 此时总资产",
            "still to add = target ratio × liabilities then − assets then",
        ),
        "remaining_sell_to_repay": (
            "仍需卖券还款 = (目标比例 × 此时总负债 − 此时总资产) ÷ (目标比例 − 1)",
            "still to sell = (target ratio × liabilities then − assets then) ÷ (target ratio − 1)",
        ),
    }
)
