-- Where each unit stands in the tree: its subtree lies between two ranks; and the town or organ that it lies in.
-- zh: 各组织在组织树中的位置和所在镇（街道、单位）。
SELECT unit_id, rank, last_rank, town_id FROM unit_tree
